using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Sluice.Server.Speech.Pocketsphinx;
using Sluice.Server.Speech.Sherpa;

namespace Sluice.Server.Speech.Workers;

/// <summary>The other side: what runs in a recogniser's process until the server closes its standard input.</summary>
internal static partial class WorkerHost
{
    private const int Output = 1;
    private const int Errors = 2;

    public static async Task RunAsync()
    {
        await using var input = Console.OpenStandardInput();
        await using var output = TakeOutput();
        ValueTask<Frame?> NextAsync() => Frame.ReadAsync(target => input.ReadAsync(target));
        async Task SayAsync(FrameKind kind, ReadOnlyMemory<byte> content)
        {
            await output.WriteAsync(new Frame(kind, content).ToBytes());
            await output.FlushAsync();
        }

        if (await NextAsync() is not { Kind: FrameKind.Setup } first)
        {
            return;
        }

        try
        {
            using var engine = Load(JsonSerializer.Deserialize(first.Content.Span, WorkerJson.Default.WorkerSetup)!);
            await SayAsync(FrameKind.Ready, default);
            while (await NextAsync() is { Kind: FrameKind.Sound } sound)
            {
                await AnswerAsync(engine, sound.Content, SayAsync);
            }
        }
        catch (SpeechException failure)
        {
            await SayAsync(FrameKind.Failure, Encoding.UTF8.GetBytes(failure.Message));
        }
    }

    private static async Task AnswerAsync(IWorkerEngine engine, ReadOnlyMemory<byte> sound, Func<FrameKind, ReadOnlyMemory<byte>, Task> sayAsync)
    {
        byte[] answer;
        try
        {
            answer = JsonSerializer.SerializeToUtf8Bytes(engine.Recognise(sound.Span), WorkerJson.Default.Transcript);
        }
        catch (SpeechException failure)
        {
            await sayAsync(FrameKind.Failure, Encoding.UTF8.GetBytes(failure.Message));
            return;
        }

        await sayAsync(FrameKind.Transcript, answer);
    }

    private static IWorkerEngine Load(WorkerSetup setup) =>
        setup.Sherpa is { } sherpa ? new SherpaEngine(sherpa)
        : setup.SherpaVoice is { } voice ? new SherpaVoiceEngine(voice)
        : new PocketsphinxEngine(setup.Pocketsphinx!);

    /// <summary>Native libraries print: what they write to standard output must not come between the frames.</summary>
    private static FileStream TakeOutput()
    {
        var own = Duplicate(Output);
        _ = Duplicate(Errors, Output);
        return new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
