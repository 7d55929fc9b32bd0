using System.Text;
using System.Text.Json;
using Sluice.Server.Children;
using Sluice.Server.Pulling;

namespace Sluice.Server.Speech.Workers;

/// <summary>One process that recognises. After a failure of its own it is of no more use. One caller at a time.</summary>
internal sealed class SpeechWorker : IAsyncDisposable
{
    private const int LongestFailure = 500;

    private readonly Child _child;
    private readonly TimeProvider _time;
    private readonly WorkerComplaints _complaints = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly Task _listening;

    private SpeechWorker(Child child, TimeProvider time)
    {
        (_child, _time) = (child, time);

        // Read to the end, whoever wants to know: it would block on a full standard error.
        _listening = ErrorLines.ReadAsync(child, _complaints.Take, () => { }, _disposing.Token);
    }

    public int Pid => _child.Pid;

    public bool HasEnded => _child.Exit.IsCompleted;

    /// <summary>Starts a process and lets it load its model.</summary>
    /// <exception cref="SpeechException">It cannot; the process is gone.</exception>
    public static async Task<SpeechWorker> StartAsync(
        ChildSpawner spawner, Confinement confinement, WorkerSettings settings, WorkerSetup setup, TimeProvider time, CancellationToken stop)
    {
        Child child;
        try
        {
            child = await spawner.SpawnAsync(
                confinement, settings.Program.Program, settings.Program.Arguments, WorkerProgram.Environment, hears: true);
        }
        catch (ChildStartException failure)
        {
            throw new SpeechException(SpeechOutcome.Crashed, failure.Message);
        }

        var worker = new SpeechWorker(child, time);
        try
        {
            var answer = await worker.AskAsync(
                new Frame(FrameKind.Setup, JsonSerializer.SerializeToUtf8Bytes(setup, WorkerJson.Default.WorkerSetup)), settings.LoadTimeout, stop);
            return answer.Kind switch
            {
                FrameKind.Ready => worker,
                FrameKind.Failure => throw new SpeechException(SpeechOutcome.NoModel, worker.Explained(Text(answer))),
                _ => throw NoAnswer(),
            };
        }
        catch (SpeechException failure) when (failure.Outcome == SpeechOutcome.Crashed)
        {
            // The library ends its process for most errors of a model.
            await worker.DisposeAsync();
            throw new SpeechException(SpeechOutcome.NoModel, failure.Message);
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="SpeechException">It did not recognise it. Unless it <see cref="SpeechOutcome.Failed"/>, the process is of no more use.</exception>
    public async Task<Transcript> RecogniseAsync(ReadOnlyMemory<byte> pcm, TimeSpan timeout, CancellationToken stop)
    {
        var answer = await AskAsync(new Frame(FrameKind.Sound, pcm), timeout, stop);
        return answer.Kind switch
        {
            FrameKind.Transcript => Read(answer),
            FrameKind.Failure => throw new SpeechException(SpeechOutcome.Failed, Text(answer)),
            _ => throw NoAnswer(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        await _disposing.CancelAsync();
        await _listening;
        _disposing.Dispose();
    }

    private async Task<Frame> AskAsync(Frame question, TimeSpan timeout, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            // One that reads no more may have said why.
            _ = await _child.WriteAsync(question.ToBytes(), either.Token);
            if (await Frame.ReadAsync(target => _child.ReadOutputAsync(target, either.Token)) is { } answer)
                return answer;
        }
        catch (InvalidDataException)
        {
            throw NoAnswer();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new SpeechException(SpeechOutcome.TimedOut, $"no answer within {timeout.TotalSeconds} s");
        }

        // It has closed its side: what is left of it must not go on.
        _child.Kill();
        var exit = await _child.Exit;
        await _listening;
        throw new SpeechException(
            SpeechOutcome.Crashed, Explained(exit < 0 ? $"the process was ended by signal {-exit}" : $"the process ended with exit code {exit}"));
    }

    private string Explained(string what) => _complaints.Last is { } complaint ? $"{what}: {complaint}" : what;

    private static Transcript Read(Frame answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Content.Span, WorkerJson.Default.Transcript) is { Text.Length: <= Transcript.LongestText } transcript
                ? transcript
                : throw NoAnswer();
        }
        catch (JsonException)
        {
            throw NoAnswer();
        }
    }

    private static string Text(Frame answer) =>
        new([.. Encoding.UTF8.GetString(answer.Content.Span).Take(LongestFailure).Select(letter => char.IsControl(letter) ? ' ' : letter)]);

    private static SpeechException NoAnswer() => new(SpeechOutcome.BadAnswer, "what the process says is no answer");
}
