using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Lists;
using Sluice.Server.Matching;

namespace Sluice.Tests.Api;

/// <summary>Protocol §8: custom lists.</summary>
public sealed class ListsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_list_is_made_filled_shown_emptied_and_deleted()
    {
        var key = await server.CreateKeyAsync();

        var made = await CallAsync(CreateListRequest.Path, key, """{"name":"ads","kind":"words","colour":"black"}""");
        Assert.Equal(
            """{"name":"ads","kind":"words","colour":"black","mode":"exact","level":"REJECT","riskLabel1":"ban","riskLabel2":"list","riskLabel3":"list","entries":0}""",
            Timeless(made["list"]!));

        var added = await CallAsync(ImportListRequest.Path, key, """{"name":"ads","entries":["b","a","加微信"," a "]}""");
        Assert.Equal((3, 1, 3), ((int)added["added"]!, (int)added["duplicates"]!, (int)added["entries"]!));
        var more = await CallAsync(ImportListRequest.Path, key, """{"name":"ads","text":"\ufeffc,x\r\n\"d, e\"\r\na\r\n","format":"csv"}""");
        Assert.Equal((2, 1, 5), ((int)more["added"]!, (int)more["duplicates"]!, (int)more["entries"]!));

        var first = await CallAsync(ShowListRequest.Path, key, """{"name":"ads","limit":4}""");
        Assert.Equal(["a", "b", "c", "d, e"], first["entries"]!.AsArray().Select(entry => (string)entry!));
        Assert.Equal(5, (int)first["list"]!["entries"]!);
        var second = await CallAsync(ShowListRequest.Path, key, $$"""{"name":"ads","limit":4,"after":"{{first["next"]}}"}""");
        Assert.Equal(["加微信"], second["entries"]!.AsArray().Select(entry => (string)entry!));
        Assert.Null(second["next"]);

        var removed = await CallAsync(RemoveEntriesRequest.Path, key, """{"name":"ads","entries":["b","nothing"]}""");
        Assert.Equal((1, 4), ((int)removed["removed"]!, (int)removed["entries"]!));
        Assert.Equal(["ads"], await NamesAsync(key));
        Assert.Equal(1100, (int)(await CallAsync(DeleteListRequest.Path, key, """{"name":"ads"}"""))["code"]!);
        Assert.Empty(await NamesAsync(key));
    }

    [Fact]
    public async Task A_list_has_the_settings_that_it_was_made_with()
    {
        var key = await server.CreateKeyAsync();
        await CallAsync(CreateListRequest.Path, key, """{"name":"w","kind":"hosts","colour":"white"}""");
        await CallAsync(
            CreateListRequest.Path,
            key,
            """{"name":"b","kind":"words","colour":"black","mode":"whole","level":"REVIEW","riskLabel1":"abuse","riskLabel3":"mine","types":["DIRTY","IMGTEXTRISK"]}""");

        var lists = (await CallAsync(ListListsRequest.Path, key, "{}"))["lists"]!.AsArray();

        Assert.Equal(
            [
                """{"name":"b","kind":"words","colour":"black","mode":"whole","level":"REVIEW","riskLabel1":"abuse","riskLabel2":"abuse","riskLabel3":"mine","types":["DIRTY","IMGTEXTRISK"],"entries":0}""",
                """{"name":"w","kind":"hosts","colour":"white","entries":0}""",
            ],
            lists.Select(list => Timeless(list!)));
    }

    [Fact]
    public async Task A_tenant_sees_and_changes_its_own_lists_only()
    {
        var (key, foreign) = (await server.CreateKeyAsync(), await server.CreateKeyAsync());
        await CallAsync(CreateListRequest.Path, foreign, """{"name":"ads","kind":"words","colour":"black"}""");

        Assert.Empty(await NamesAsync(key));
        foreach (var (path, parameters) in ((string, string)[])
            [
                (ShowListRequest.Path, """{"name":"ads"}"""),
                (ImportListRequest.Path, """{"name":"ads","entries":["a"]}"""),
                (RemoveEntriesRequest.Path, """{"name":"ads","entries":["a"]}"""),
                (DeleteListRequest.Path, """{"name":"ads"}"""),
            ])
        {
            Assert.Equal("name: no such list", (await server.CallAsync(path, Body(key, parameters))).Detail!.Reason);
        }

        Assert.Equal(["ads"], await NamesAsync(foreign));
    }

    [Theory]
    [InlineData("create", """{"kind":"words","colour":"black"}""", "name: missing")]
    [InlineData("create", """{"name":"x","colour":"black"}""", "kind: missing")]
    [InlineData("create", """{"name":"x","kind":"words"}""", "colour: missing")]
    [InlineData("create", """{"name":"x","kind":"things","colour":"black"}""", "kind: must be words, hosts, images, faces")]
    [InlineData("create", """{"name":"x","kind":"hosts","colour":"black","mode":"exact"}""", "mode: only a list of words has one")]
    [InlineData("create", """{"name":"x","kind":"words","colour":"white","level":"REVIEW"}""", "level: only a black list has one")]
    [InlineData("create", """{"name":"x","kind":"words","colour":"white","types":["ADVERT"]}""", "types: only a black list has them")]
    [InlineData("create", """{"name":"x","kind":"words","colour":"black","level":"PASS"}""", "level: must be REVIEW, REJECT")]
    [InlineData("create", """{"name":"x","kind":"words","colour":"black","riskLabel2":"a"}""", "riskLabel1: missing")]
    [InlineData("create", """{"name":"x","kind":"words","colour":"black","riskLabel1":"normal"}""", "riskLabel1: normal is the label of PASS")]
    [InlineData("create", """{"name":"x\ny","kind":"words","colour":"black"}""", "name: must hold no control characters")]
    [InlineData("create", """{"name":"here","kind":"words","colour":"black"}""", "name: there is a list of this name")]
    [InlineData("import", """{"name":"here"}""", "entries: exactly one of entries and text is needed")]
    [InlineData("import", """{"name":"here","entries":["a"],"text":"a"}""", "entries: exactly one of entries and text is needed")]
    [InlineData("import", """{"name":"here","entries":["a"],"format":"csv"}""", "format: is that of text")]
    [InlineData("import", """{"name":"here","text":"a","format":"xml"}""", "format: must be text, csv")]
    [InlineData("import", """{"name":"here","entries":["a"," "]}""", "entries[1]: must not be empty")]
    [InlineData("import", """{"name":"here","text":"a\n\"b","format":"csv"}""", "text: line 2: a quoted field must end on its line, before a comma")]
    [InlineData("import", """{"name":"nothing","entries":["a"]}""", "name: no such list")]
    [InlineData("remove", """{"name":"here"}""", "entries: missing")]
    [InlineData("show", """{"name":"here","after":"!"}""", "after: no next of a list")]
    [InlineData("show", """{"name":"here","limit":0}""", "limit: must be a whole number from 1 to 500")]
    [InlineData("list", """{"accessKey2":1,"name":"x"}""", null)]
    public async Task What_cannot_be_is_1902_and_names_the_parameter(string call, string parameters, string? reason)
    {
        var key = await server.CreateKeyAsync();
        await CallAsync(CreateListRequest.Path, key, """{"name":"here","kind":"words","colour":"black"}""");

        var answer = await server.CallAsync($"/api/v1/lists/{call}", Body(key, parameters));

        Assert.Equal((reason is null ? ResponseCode.Success : ResponseCode.InvalidParameters, reason), (answer.Code, answer.Detail?.Reason));
    }

    [Fact]
    public async Task A_hundred_thousand_entries_come_in_bodies_of_a_megabyte_and_a_larger_body_is_1902()
    {
        var key = await server.CreateKeyAsync();
        await CallAsync(CreateListRequest.Path, key, """{"name":"ads","kind":"words","colour":"black"}""");
        foreach (var half in (int[])[0, 50_000])
        {
            var text = string.Join("\\n", Enumerable.Range(half, 50_000).Select(i => $"加微信 {i}"));
            Assert.Equal(50_000, (int)(await CallAsync(ImportListRequest.Path, key, $$"""{"name":"ads","text":"{{text}}"}"""))["added"]!);
        }

        var full = await server.CallAsync(ImportListRequest.Path, Body(key, """{"name":"ads","entries":["more"]}"""));
        Assert.Equal("entries: a list holds at most 100000; 0 were added before it was full", full.Detail!.Reason);
        var large = await server.CallAsync(ImportListRequest.Path, Body(key, $$"""{"name":"ads","text":"{{new string('a', 1536 * 1024)}}"}"""));
        Assert.Equal("body: at most 1.5 MiB", large.Detail!.Reason);
    }

    [Fact]
    public async Task A_change_is_in_force_in_the_running_server_without_a_restart()
    {
        var key = await server.CreateKeyAsync();
        var matcher = server.Services.GetRequiredService<ITextMatcher>();
        await server.Services.GetRequiredService<ITenantLists>().ReadyAsync(key.Tenant.Name, TestContext.Current.CancellationToken);
        Assert.Empty(matcher.Match(key.Tenant.Name, "zh", "a zebra"));

        await CallAsync(CreateListRequest.Path, key, """{"name":"ads","kind":"words","colour":"black"}""");
        await CallAsync(ImportListRequest.Path, key, """{"name":"ads","entries":["zebra"]}""");
        while (matcher.Match(key.Tenant.Name, "zh", "a zebra").Count == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal("ads", Assert.Single(matcher.Match(key.Tenant.Name, "zh", "a zebra")).Name);
        Assert.Empty(matcher.Match((await server.CreateKeyAsync()).Tenant.Name, "zh", "a zebra"));
    }

    [Theory]
    [InlineData(ListListsRequest.Path, nameof(KeyPermissions.Query), "{}")]
    [InlineData(ShowListRequest.Path, nameof(KeyPermissions.Query), """{"name":"x"}""")]
    [InlineData(CreateListRequest.Path, nameof(KeyPermissions.Close), """{"name":"x","kind":"words","colour":"black"}""")]
    [InlineData(ImportListRequest.Path, nameof(KeyPermissions.Close), """{"name":"x","entries":["a"]}""")]
    [InlineData(RemoveEntriesRequest.Path, nameof(KeyPermissions.Close), """{"name":"x","entries":["a"]}""")]
    [InlineData(DeleteListRequest.Path, nameof(KeyPermissions.Close), """{"name":"x"}""")]
    public async Task Asking_needs_query_and_changing_needs_close(string path, string permission, string parameters)
    {
        var needed = Enum.Parse<KeyPermissions>(permission);
        var without = await server.CallAsync(path, Body(await server.CreateKeyAsync(permissions: KeyPermissions.All & ~needed), parameters));
        var with = await server.CallAsync(path, Body(await server.CreateKeyAsync(permissions: needed), parameters));
        Assert.Equal(ResponseCode.UnauthorizedOperation, without.Code);
        Assert.NotEqual(ResponseCode.UnauthorizedOperation, with.Code);
    }

    private static string Timeless(JsonNode list)
    {
        var copy = list.DeepClone().AsObject();
        Assert.True(copy.Remove("createdAt") && copy.Remove("changedAt"));
        return copy.ToJsonString();
    }

    private static string Body(KeyRow key, string parameters)
    {
        var body = JsonNode.Parse(parameters)!.AsObject();
        body["accessKey"] = key.AccessKey;
        return body.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private async Task<JsonNode> CallAsync(string path, KeyRow key, string parameters)
    {
        using var response = await server.SendAsync(path, Encoding.UTF8.GetBytes(Body(key, parameters)));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.True((int)answer["code"]! == 1100, answer.ToJsonString());
        return answer;
    }

    private async Task<string[]> NamesAsync(KeyRow key) =>
        [.. (await CallAsync(ListListsRequest.Path, key, "{}"))["lists"]!.AsArray().Select(list => (string)list!["name"]!)];
}
