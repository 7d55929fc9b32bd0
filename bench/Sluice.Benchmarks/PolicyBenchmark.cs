using System.Diagnostics;
using System.Text;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Benchmarks;

/// <summary>What it takes to judge a frame's findings, to find a stream's policy, and to read a large file of overrides.</summary>
internal static class PolicyBenchmark
{
    private const int Rooms = 6000;
    private const int Rounds = 20_000;

    private static readonly Finding[] Seen =
    [
        new("codes", "qrcode", 1) { Content = "https://t.example/join" },
        new("nudity", "sexy", 0.93),
        new("faces", FindingKinds.Face, 0.9),
        new("objects", FindingKinds.Person, 0.8),
        new("matching", FindingKinds.Phone, 1),
    ];

    public static Task RunAsync()
    {
        var json = Encoding.UTF8.GetBytes($$"""
            { "overrides": [ {{string.Join(",\n", Enumerable.Range(0, Rooms).Select(room =>
                $$"""{ "when": { "tenant": "acme", "room": "room-{{room}}" }, "rules": { "erotic-sexy": { "review": 0.9{{room % 10}} } } }"""))}} ] }
            """);
        var began = Stopwatch.GetTimestamp();
        var set = new PolicyReader(ConfiguredRules.None).Read(json, "v", "policy.json").Set!;
        Console.WriteLine($"policy: {Rooms} overrides, {json.Length / 1024} KiB, read and checked in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");

        var scopes = Enumerable.Range(0, Rooms).Select(room => new PolicyScope { Tenant = "acme", Room = $"room-{room}" }).ToArray();
        var current = new CurrentPolicy(set);
        var streams = scopes.Take(1000).Select(current.For).ToArray();
        Console.WriteLine($"  a stream's policy, when there is a new version: {Each(streams.Length, i => _ = streams[i].Now):0} µs");
        Console.WriteLine($"  a stream's policy, when there is none:          {Each(Rounds, i => _ = streams[i % streams.Length].Now):0.000} µs");
        foreach (var (types, business, what) in new (string[], string[], string)[]
        {
            (["QRCODE"], [], "one type, nothing seen beside risks"),
            (["POLITY", "EROTIC", "VIOLENT", "QRCODE", "ADVERT", "IMGTEXTRISK"], ["PERSON", "FACEDETECTION", "VEHICLE"], "all risk types, three business types"),
        })
        {
            var policy = streams[0].Now;
            Each(Rounds, _ => policy.Judge(Seen, types, business));
            Console.WriteLine($"  a frame with {Seen.Length} findings, {what}: {Each(Rounds, _ => policy.Judge(Seen, types, business)):0.0} µs");
        }

        return Task.CompletedTask;
    }

    /// <summary>Microseconds.</summary>
    private static double Each(int rounds, Action<int> action)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++)
        {
            action(i);
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / rounds;
    }
}
