using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Protocol;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Verdicts.Policies;

/// <summary>A policy's file that changes while it is in force, however it does.</summary>
public sealed class PolicyKeeperTests : IDisposable
{
    private const string Rejects = """{ "rules": { "qrcode": { "reject": 0 } } }""";
    private const string Passes = """{ "rules": { "qrcode": null } }""";
    private const string Wrong = """{ "rules": { "qrcode": { "reject": 7 } } }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-policy-");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _log = [];
    private readonly ILoggerFactory _loggers;
    private readonly CurrentPolicy _current = new(PolicySet.BuiltIn(ConfiguredRules.None));
    private readonly PolicyMetrics _metrics;
    private readonly StreamPolicy _stream;

    public PolicyKeeperTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(new LogLines(_log)));
        _metrics = new PolicyMetrics(_services.GetRequiredService<IMeterFactory>());
        _stream = _current.For(PolicyScope.Nobody);
    }

    private string DefaultFile => Path.Combine(_folder.FullName, "policy.json");

    private RiskLevel Level => _stream.Now.Judge([new("codes", "qrcode", 1)], ["QRCODE"]).Level;

    public void Dispose()
    {
        _loggers.Dispose();
        _services.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Without_a_file_the_built_in_policy_is_in_force_until_there_is_one_and_again_when_it_is_gone()
    {
        var keeper = Keeper();
        Assert.Empty(keeper.Load());
        Assert.Equal(("builtin", RiskLevel.Review), (_current.Set.Version, Level));

        File.WriteAllText(DefaultFile, Rejects);
        Settle(keeper);
        Assert.Equal(RiskLevel.Reject, Level);
        Assert.Matches("^[0-9a-f]{12}$", _current.Set.Version);

        File.Delete(DefaultFile);
        Settle(keeper);
        Assert.Equal(("builtin", RiskLevel.Review), (_current.Set.Version, Level));
    }

    [Fact]
    public void The_same_text_has_the_same_version_and_another_text_another()
    {
        var keeper = Given(Rejects);
        var version = _current.Set.Version;

        Change(keeper, Passes);
        Assert.NotEqual(version, _current.Set.Version);
        Change(keeper, Rejects);
        Assert.Equal(version, _current.Set.Version);
    }

    [Fact]
    public void A_file_with_errors_is_named_once_and_the_policy_before_it_stays_in_force()
    {
        var keeper = Given(Rejects);
        var version = _current.Set.Version;

        Change(keeper, Wrong);
        Settle(keeper);

        Assert.Equal((version, RiskLevel.Reject, true), (_current.Set.Version, Level, _metrics.IsRefused));
        var logged = Assert.Single(_log, IsRefusal);
        Assert.Contains($"{DefaultFile}:1: rules.qrcode.reject: must be a number from 0 to 1", logged);
        Assert.Contains(version, logged);
    }

    [Fact]
    public void A_file_that_is_mended_is_in_force_and_no_longer_refused()
    {
        var keeper = Given(Rejects);
        Change(keeper, Wrong);

        Change(keeper, Passes);

        Assert.Equal((RiskLevel.Pass, false), (Level, _metrics.IsRefused));
    }

    [Fact]
    public void A_file_that_is_put_back_as_it_was_is_no_longer_refused()
    {
        var keeper = Given(Rejects);
        Change(keeper, Wrong);

        Change(keeper, Rejects);

        Assert.Equal((RiskLevel.Reject, false), (Level, _metrics.IsRefused));
        Change(keeper, Wrong);
        Assert.True(_metrics.IsRefused);
    }

    [Fact]
    public void What_only_one_look_has_found_counts_for_nothing()
    {
        var keeper = Given(Rejects);

        // Written in two pieces, of which the first alone is a policy too.
        File.WriteAllText(DefaultFile, "{}");
        keeper.Look();
        File.WriteAllText(DefaultFile, Passes);
        keeper.Look();
        Assert.Equal(RiskLevel.Reject, Level);

        keeper.Look();
        Assert.Equal(RiskLevel.Pass, Level);
    }

    [Fact]
    public void A_file_that_is_emptied_and_written_or_gone_and_there_again_is_no_error_between()
    {
        var keeper = Given(Rejects);

        File.WriteAllText(DefaultFile, "");
        keeper.Look();
        File.Delete(DefaultFile);
        keeper.Look();
        File.WriteAllText(DefaultFile, Passes);
        Settle(keeper);

        Assert.Equal(RiskLevel.Pass, Level);
        Assert.DoesNotContain(_log, IsRefusal);
    }

    [Fact]
    public void A_file_that_another_takes_the_place_of_by_its_name_is_seen_even_with_the_same_length_and_time()
    {
        var keeper = Given(Rejects.Replace("0 }", "1 }"));
        var written = File.GetLastWriteTimeUtc(DefaultFile);

        var other = Path.Combine(_folder.FullName, ".policy.json.swp");
        File.WriteAllText(other, Rejects.Replace("0 }", "0 }"));
        File.SetLastWriteTimeUtc(other, written);
        var version = _current.Set.Version;
        File.Move(other, DefaultFile, overwrite: true);
        Settle(keeper);

        Assert.NotEqual(version, _current.Set.Version);
    }

    [Fact]
    public void A_file_that_is_configured_must_be_there()
    {
        var keeper = Keeper("mine.json");
        Assert.Equal([$"{Path.Combine(_folder.FullName, "mine.json")}: there is no such file"], keeper.Load());

        File.WriteAllText(Path.Combine(_folder.FullName, "mine.json"), Passes);
        Assert.Empty(keeper.Load());
        File.Delete(Path.Combine(_folder.FullName, "mine.json"));
        Settle(keeper);
        Assert.Equal((RiskLevel.Pass, true), (Level, _metrics.IsRefused));
    }

    [Fact]
    public void What_is_too_large_or_no_file_is_refused_without_being_read()
    {
        File.WriteAllText(DefaultFile, new string(' ', (1 << 20) + 1));
        Assert.Equal([$"{DefaultFile}: it has more than 1048576 bytes"], Keeper().Load());
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "folder"));
        Assert.StartsWith($"{Path.Combine(_folder.FullName, "folder")}: it cannot be read: ", Assert.Single(Keeper("folder").Load()));
    }

    [Fact]
    public async Task Streams_that_are_judged_while_policies_change_are_judged_by_one_or_the_other()
    {
        var other = new PolicyReader(ConfiguredRules.None).Read(System.Text.Encoding.UTF8.GetBytes(Rejects), "other", "p").Set!;
        var builtIn = _current.Set;
        using var stop = new CancellationTokenSource();
        Task[] judges = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var verdict = _stream.Now.Judge([new("codes", "qrcode", 1)], ["QRCODE"]);
                Assert.Equal(verdict.PolicyVersion == "other" ? RiskLevel.Reject : RiskLevel.Review, verdict.Level);
            }
        }))];
        for (var i = 0; i < 2000; i++)
        {
            _current.Set = i % 2 == 0 ? other : builtIn;
        }

        await stop.CancelAsync();
        await Task.WhenAll(judges);
        Assert.Equal(RiskLevel.Review, Level);
    }

    private static bool IsRefusal(string line) => line.Contains(" errors, so version ", StringComparison.Ordinal);

    private PolicyKeeper Keeper(string? file = null) => new(
        new PolicyFile(file, _folder.FullName), new PolicyReader(ConfiguredRules.None), ConfiguredRules.None, _current, _metrics, _loggers.CreateLogger<PolicyKeeper>());

    private PolicyKeeper Given(string json)
    {
        File.WriteAllText(DefaultFile, json);
        var keeper = Keeper();
        Assert.Empty(keeper.Load());
        return keeper;
    }

    private void Change(PolicyKeeper keeper, string json)
    {
        File.WriteAllText(DefaultFile, json);
        Settle(keeper);
    }

    private static void Settle(PolicyKeeper keeper)
    {
        keeper.Look();
        keeper.Look();
    }
}
