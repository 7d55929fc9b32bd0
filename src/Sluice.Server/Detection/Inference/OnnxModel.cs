using System.Buffers;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;

namespace Sluice.Server.Detection.Inference;

/// <summary>
/// A network in a file, from pictures to some numbers each. Loaded when it is first used, once for all callers. One that cannot be
/// loaded is tried again after <see cref="RetryAfter"/>.
/// </summary>
/// <param name="path">The ONNX file. Where a <c>.sha256</c> stands beside it, that must be its sum.</param>
/// <param name="shape">What it must take and give.</param>
/// <param name="threads">That one call uses; 1 is the caller's own.</param>
/// <param name="time">Its steady clock.</param>
/// <param name="onFailure">Told of each load that fails.</param>
internal sealed class OnnxModel(string path, ModelShape shape, int threads, TimeProvider time, Action<OnnxModel, ModelException>? onFailure = null)
    : IDisposable
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Pixels that a network of any size is tried with, each way.</summary>
    private const int AnySize = 64;

    private readonly Lock _lock = new();
    private InferenceSession? _session;
    private ModelException? _failure;
    private long _failedAt;
    private int _users;
    private bool _disposed;

    /// <summary>The file's name, without its folder.</summary>
    public string Name => Path.GetFileName(path);

    public ModelShape Shape => shape;

    public bool IsThere => File.Exists(path);

    public bool IsLoaded => _session is not null;

    /// <summary>Runs it once, on a black picture.</summary>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public void Try()
    {
        var some = shape.TakesAnySize ? shape.Of(shape.Height < 0 ? AnySize : shape.Height, AnySize) : shape;
        Run(new float[some.Length], 1, some, Copied, CancellationToken.None);
    }

    /// <summary>Judges pictures together.</summary>
    /// <param name="items">Pictures, or parts of them.</param>
    /// <param name="write">Writes one as the network takes it.</param>
    /// <param name="cancellationToken">Ends it within the network.</param>
    /// <returns>The numbers of each output, one picture's after the other's.</returns>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public float[][] Run<T>(IReadOnlyList<T> items, PixelWriter<T> write, CancellationToken cancellationToken) =>
        Run(items, shape, write, Copied, cancellationToken);

    /// <summary>Judges pictures together, and reads the numbers where they are: for networks that give millions of them.</summary>
    /// <param name="items">Pictures, or parts of them.</param>
    /// <param name="size">The network's shape; where that leaves rows and columns open, with theirs.</param>
    /// <param name="write">Writes one as the network takes it.</param>
    /// <param name="read">Makes of the numbers what is of interest.</param>
    /// <param name="cancellationToken">Ends it within the network.</param>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public TResult Run<T, TResult>(
        IReadOnlyList<T> items, ModelShape size, PixelWriter<T> write, OutputReader<TResult> read, CancellationToken cancellationToken)
    {
        var each = size.Length;
        var pixels = ArrayPool<float>.Shared.Rent(each * items.Count);
        try
        {
            for (var i = 0; i < items.Count; i++)
            {
                write(items[i], pixels.AsSpan(i * each, each));
            }

            return Run(pixels.AsMemory(0, each * items.Count), items.Count, size, read, cancellationToken);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }

    /// <summary>The numbers of each output, one picture's after the other's.</summary>
    /// <param name="pixels">All pictures, as the network takes them.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="cancellationToken">Ends it within the network.</param>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public float[][] Run(Memory<float> pixels, int count, CancellationToken cancellationToken) => Run(pixels, count, shape, Copied, cancellationToken);

    /// <summary>The numbers of each output for things of a size that the network leaves open.</summary>
    /// <param name="numbers">All things, as the network takes them.</param>
    /// <param name="count">How many things; of a network that takes one without saying how many, its first length.</param>
    /// <param name="size">The network's shape with the size filled in.</param>
    /// <param name="cancellationToken">Ends it within the network.</param>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public float[][] Run(Memory<float> numbers, int count, ModelShape size, CancellationToken cancellationToken) =>
        Run(numbers, count, size, Copied, cancellationToken);

    /// <summary>Lends the network to who gives it more than one input, or what it gave before.</summary>
    /// <param name="use">Runs it, as often as need be.</param>
    /// <param name="cancellationToken">Ends it within the network.</param>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public TResult Use<TResult>(Func<InferenceSession, RunOptions, TResult> use, CancellationToken cancellationToken)
    {
        var session = Enter();
        try
        {
            using var options = new RunOptions();
            using var stop = cancellationToken.UnsafeRegister(static run => ((RunOptions)run!).Terminate = true, options);
            return use(session, options);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Release();
        }
    }

    private static float[][] Copied(ModelOutputs outputs)
    {
        var copies = new float[outputs.Count][];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = outputs[i].ToArray();
        }

        return copies;
    }

    private TResult Run<TResult>(Memory<float> pixels, int count, ModelShape size, OutputReader<TResult> read, CancellationToken cancellationToken) => Use(
        (session, options) =>
        {
            using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels, [count, .. size.Input.Skip(1).Select(length => (long)length)]);
            using var results = session.Run(options, session.InputNames, [input], session.OutputNames);
            return read(new ModelOutputs([.. results]));
        },
        cancellationToken);

    private InferenceSession Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_failure is not null && time.GetElapsedTime(_failedAt) < RetryAfter)
            {
                throw _failure;
            }

            var session = _session ??= TryOpen();
            _users++;
            return session;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _users--;
            Release();
        }
    }

    /// <summary>A call that was given up may still be in the network when its owner goes: the last one frees it.</summary>
    private void Release()
    {
        if (_disposed && _users == 0)
        {
            _session?.Dispose();
            _session = null;
        }
    }

    private InferenceSession TryOpen()
    {
        try
        {
            var session = Open();
            _failure = null;
            return session;
        }
        catch (ModelException failure)
        {
            (_failure, _failedAt) = (failure, time.GetTimestamp());
            onFailure?.Invoke(this, failure);
            throw;
        }
    }

    private InferenceSession Open()
    {
        try
        {
            CheckSum();
            OnnxLibrary.Prepare();
            using var options = new SessionOptions
            {
                IntraOpNumThreads = threads,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            if (shape.TakesAnySize)
            {
                // What is kept for the next call would be kept for each size.
                options.EnableCpuMemArena = false;
                options.EnableMemoryPattern = false;
            }

            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            return Verified(new InferenceSession(path, options));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException($"{path} is missing: the set-up of ./sluice fetches it where npm is installed");
        }
        catch (Exception failure) when (failure is OnnxRuntimeException or IOException or UnauthorizedAccessException or DllNotFoundException
            or TypeInitializationException)
        {
            throw new ModelException($"{path} cannot be used: {failure.GetBaseException().Message}");
        }
    }

    private InferenceSession Verified(InferenceSession session)
    {
        var input = session.InputNames.Select(name => session.InputMetadata[name].Dimensions).ToArray();
        var outputs = session.OutputNames.Select(name => session.OutputMetadata[name].Dimensions).ToArray();
        int[][] wanted = [shape.Input, .. shape.More];
        if (input.Length == wanted.Length && input.Zip(wanted).All(pair => Fits(pair.First, pair.Second)) && outputs.Length == (shape.Outputs is [] ? outputs.Length : shape.Outputs.Length) &&
            outputs.Zip(shape.Outputs).All(pair => Fits(pair.First, pair.Second)))
        {
            return session;
        }

        session.Dispose();
        throw new ModelException($"{path} is another model: it takes {Said(input)} and gives {Said(outputs)}");
    }

    /// <summary>What the network leaves open fits any length.</summary>
    private static bool Fits(int[] there, int[] wanted) =>
        there.Length == wanted.Length && there.Zip(wanted).All(pair => pair.First == pair.Second || pair.First < 0 || pair.Second < 0);

    private static string Said(int[][] dimensions) => string.Join(" and ", dimensions.Select(each => $"[{string.Join(", ", each)}]"));

    private void CheckSum()
    {
        using var file = File.OpenRead(path);
        var sum = $"{path}.sha256";
        if (File.Exists(sum) && File.ReadAllText(sum).Split(' ')[0].Trim() != Convert.ToHexStringLower(SHA256.HashData(file)))
        {
            throw new ModelException($"{path} is damaged: its bytes are not those of {Path.GetFileName(sum)}. Remove it and start ./sluice again");
        }
    }
}
