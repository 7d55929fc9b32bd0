using System.Reflection;
using Microsoft.Extensions.Options;
using Sluice.Server.Hosting;

namespace Sluice.Tests.Hosting;

/// <summary>Every option is validated on start, with every error named.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-settings-");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData("Sluice:Egres:Allow:0", "10.0.0.0/8", "Sluice:Egres:Allow:0: there is no such setting")]
    [InlineData("Sluice:Egress:Allow", "10.0.0.0/8", "Sluice:Egress:Allow: '10.0.0.0/8' is not a list: write its elements under :0, :1 and so on")]
    [InlineData("Sluice:Egress:Allow:0", "10.0.0.0/33", "Sluice:Egress:Allow:0: must have a prefix length of 0 to 32")]
    [InlineData("Sluice:Callbacks:Timeout", "soon", "Sluice:Callbacks:Timeout: 'soon' is not a time span such as 00:00:05")]
    [InlineData("Sluice:Callbacks:RetryDelays:0", "x", "Sluice:Callbacks:RetryDelays:0: 'x' is not a time span such as 00:00:05")]
    [InlineData("Sluice:Callbacks:Concurrency", "many", "Sluice:Callbacks:Concurrency: 'many' is not a whole number")]
    [InlineData("Sluice:Callbacks:Concurrency", "0", "Sluice:Callbacks:Concurrency: ")]
    [InlineData("Sluice:Evidence:MaxBytes", "-1", "Sluice:Evidence:MaxBytes: ")]
    [InlineData("Sluice:Pulling:RetryEvery", "-00:00:01", "Sluice:Pulling:RetryEvery: ")]
    [InlineData("Sluice:Detection:Workers", "0", "Sluice:Detection:Workers: ")]
    [InlineData("Sluice:Detection:Text:TesseractTimeout", "00:02:00", "Sluice:Detection:Text:TesseractTimeout: must be from 00:00:00.100 to 00:01:00")]
    [InlineData("Sluice:Streams:DrainFor", "00:02:00", "Sluice:Streams:DrainFor: must be from 0 to 1 minute")]
    [InlineData("Sluice:Streams:RememberFor", "00:00:01", "Sluice:Streams:RememberFor: must be at least 1 minute")]
    [InlineData("Sluice:Verdicts:PolicyFile", " ", "Sluice:Verdicts:PolicyFile: must name a file")]
    [InlineData("Sluice:Verdicts:PolicyFile", "/nowhere/p.json", "/nowhere/p.json: there is no such file")]
    [InlineData("Sluice:Node", "node_1", "Sluice:Node: must be 1 to 16 letters and digits, but is 'node_1'")]
    [InlineData("Sluice:Languages:0", "fr", "Sluice:Languages:0: must be zh, en or ar, but is 'fr'")]
    [InlineData("Sluice:PublicUrl", "ftp://x", "Sluice:PublicUrl: must be an http or https URL without query")]
    [InlineData("Sluice:TimeZone", "Mars/Olympus", "Sluice:TimeZone: 'Mars/Olympus' is not known on this machine")]
    public void A_setting_that_is_wrong_is_named(string key, string value, string error) =>
        Assert.StartsWith(error, Assert.Single(Errors((key, value))));

    [Fact]
    public void Every_class_of_options_has_settings_that_are_taken() => Assert.Empty(
        typeof(ServerBuilder).Assembly.GetTypes()
            .Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true })
            .Except(ServerBuilder.Rooms.Select(room => room.Options)));

    [Fact]
    public void All_that_is_wrong_is_named_at_once()
    {
        var errors = Errors(
            ("Sluice:Node", ""), ("Sluice:TimeZone", "nowhere"), ("Sluice:Streams:DrainFor", "-00:00:01"), ("Sluice:Evidence:MaxBytes", "-1"));
        Assert.Equal(4, errors.Count);
    }

    [Fact]
    public void A_broken_configuration_file_is_named()
    {
        File.WriteAllText(Path.Combine(_data.FullName, "sluice.json"), "{ \"Sluice\": ");
        Assert.StartsWith("sluice.json: ", Assert.Single(Errors()));
    }

    [Fact]
    public async Task The_file_and_the_arguments_are_read_and_the_arguments_win()
    {
        File.WriteAllText(
            Path.Combine(_data.FullName, "sluice.json"),
            """{ "Sluice": { "TimeZone": "Asia/Shanghai", "Languages": ["en"], "Node": "file" } }""");
        await using var application = ServerBuilder.Build(Setup(("Sluice:Node", "arg")));
        var options = (IOptions<Server.ServerOptions>)application.Services.GetService(typeof(IOptions<Server.ServerOptions>))!;
        Assert.Equal(("arg", "Asia/Shanghai"), (options.Value.Node, options.Value.TimeZone));
        Assert.Equal(["en"], options.Value.SupportedLanguages);
    }

    [Fact]
    public void Every_error_of_the_policy_is_named_and_no_server_starts_with_one()
    {
        File.WriteAllText(Path.Combine(_data.FullName, "policy.json"), """
            { "rules": { "erotic-sexi": { "review": 0.5 } },
              "overrides": [ { "when": { "level": 7 }, "rules": { "qrcode": null } } ] }
            """);

        var errors = Errors();

        Assert.Equal(2, errors.Count);
        Assert.StartsWith($"{Path.Combine(_data.FullName, "policy.json")}:1: rules.erotic-sexi: there is no such rule", errors[0]);
        Assert.StartsWith($"{Path.Combine(_data.FullName, "policy.json")}:2: overrides[0].when.level: must be", errors[1]);
    }

    private IReadOnlyList<string> Errors(params (string Key, string Value)[] settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => ServerBuilder.Build(Setup(settings))).Failures];

    private ServerSetup Setup(params (string Key, string Value)[] settings) =>
        new("http://127.0.0.1:0", _data.FullName, settings.ToDictionary(s => s.Key, s => (string?)s.Value));
}
