using System.Globalization;
using Sluice.Benchmarks;

var benchmarks = new Dictionary<string, Func<Task>>
{
    ["close"] = CloseBenchmark.RunAsync,
    ["live"] = LiveCloseBenchmark.RunAsync,
    ["outbox"] = OutboxBenchmark.RunAsync,
    ["gate"] = GateBenchmark.RunAsync,
    ["pull"] = PullBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
    ["codes"] = CodeBenchmark.RunAsync,
    ["unchanged"] = UnchangedBenchmark.RunAsync,
    ["nudity"] = NudityBenchmark.RunAsync,
    ["objects"] = ObjectsBenchmark.RunAsync,
    ["faces"] = FacesBenchmark.RunAsync,
    ["policy"] = PolicyBenchmark.RunAsync,
    ["matching"] = MatchingBenchmark.RunAsync,
    ["sound"] = SoundBenchmark.RunAsync,
    ["text"] = TextBenchmark.RunAsync,
    ["text-times"] = TextBenchmark.RunTimesAsync,
    ["talking-head"] = TalkingHeadBenchmark.RunAsync,
    [SpeechBenchmark.Name] = SpeechBenchmark.RunAsync,
    [MusicBenchmark.Name] = MusicBenchmark.RunAsync,
    ["lists"] = ListsBenchmark.RunAsync,
};
switch (args)
{
    case [GatePeers.Name]:
        await GatePeers.RunAsync();
        return 0;
    case [ProgrammeServer.Name, var recording]:
        await ProgrammeServer.ServeAsync(recording);
        return 0;
    case [NudityFootage.Name, .. { Length: > 0 } files]:
        await NudityFootage.RunAsync(files);
        return 0;
    case [QualityFootage.Name, .. { Length: > 0 } recordings]:
        await QualityFootage.RunAsync(recordings);
        return 0;
    case [NudityPictureSearch.Name, var seed, var picture] when int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
        NudityPictureSearch.Run(number, picture);
        return 0;
    case [ObjectsFootage.Name, .. { Length: > 0 } recordings]:
        await ObjectsFootage.RunAsync(recordings);
        return 0;
    case [ObjectsFootage.BoxesName, var photo, var target]:
        await ObjectsFootage.DrawAsync(photo, target);
        return 0;
    case [FacesSeen.Name, .. { Length: > 0 } files]:
        FacesSeen.Run(files);
        return 0;
    case [SpeechBenchmark.Name, .. { Length: > 0 } recordings] when !recordings.All(benchmarks.ContainsKey):
        await SpeechBenchmark.RunAsync(recordings);
        return 0;
    case [MusicBenchmark.Name, .. { Length: > 0 } recordings] when !recordings.All(benchmarks.ContainsKey):
        await MusicBenchmark.RunAsync(recordings);
        return 0;
    case [DensityBenchmark.Name]:
        await DensityBenchmark.RunAsync(DensityBenchmark.Usual);
        return 0;
    case [DensityBenchmark.Name, var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var streams) && streams >= DensityBenchmark.Parts:
        await DensityBenchmark.RunAsync(streams);
        return 0;
}

if (args.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine(
        $"there is no benchmark '{unknown}': {string.Join(", ", benchmarks.Keys)}, and on its own "
        + $"{DensityBenchmark.Name} [STREAMS, at least {DensityBenchmark.Parts}] or {NudityFootage.Name} FILE… or {NudityPictureSearch.Name} SEED FILE "
        + $"or {ObjectsFootage.Name} FILE… or {ObjectsFootage.BoxesName} FILE FILE or {FacesSeen.Name} FILE… or {QualityFootage.Name} FILE… "
        + $"or {SpeechBenchmark.Name} FILE… or {MusicBenchmark.Name} FILE…");
    return 2;
}

foreach (var name in args.Length == 0 ? benchmarks.Keys.ToArray() : args)
{
    await benchmarks[name]();
}

return 0;
