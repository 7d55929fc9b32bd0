using Sluice.Cli;
using Sluice.Cli.Commands;
using Sluice.Cli.Diagnosis;
using Sluice.Cli.Keys;
using Sluice.Cli.Serving;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Detection;

var time = TimeProvider.System;
return await CommandLine.RunAsync(
    [
        new ServeCommand(LocalServer.StartAsync),
        new DemoCommand(LocalServer.StartAsync, LocalServer.OpenStore, NewSecrets, time),
        new KeysCommand(LocalServer.OpenStore, NewSecrets, time),
        new SubmitCommand(),
        new CloseCommand(),
        new WatchCommand(time),
        new DoctorCommand(FindUnjudged),
    ],
    args, Console.Out, Console.Error, CancellationToken.None);

static KeySecrets NewSecrets() => new(KeyGenerator.AccessKey(), KeyGenerator.SecretKey(), KeyGenerator.CallbackSecret());

static UnjudgedTypes FindUnjudged()
{
    using var detectors = DetectorCatalog.Find();
    return new UnjudgedTypes(
        detectors.WithoutDetector(TypeVocabulary.ImageRisk.Names, []),
        detectors.WithoutDetector([], [], TypeVocabulary.AudioRisk.Names));
}
