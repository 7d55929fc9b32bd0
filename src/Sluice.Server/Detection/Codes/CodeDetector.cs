using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Sluice.Server.Detection.Codes;

/// <summary>Finds QR codes and bar codes with libzbar: what they say and where they are. What leads to allowed hosts is no finding.</summary>
internal sealed class CodeDetector : IDetector, IDisposable
{
    public const string DetectorName = "codes";

    /// <summary>A QR code whose addresses are on no list.</summary>
    public const string QrCodeKind = "qrcode";

    /// <summary>A bar code whose addresses are on no list.</summary>
    public const string BarCodeKind = "barcode";

    /// <summary>A code that leads to a host that is blocked; its name is the kind that it would be otherwise.</summary>
    public const string BlockedKind = "blockedcode";

    private static readonly FrozenSet<string> Served = FrozenSet.Create("QRCODE", "ADVERT");

    // A reader costs about 1 MB and some milliseconds to warm up, and takes one caller at a time.
    private readonly ConcurrentBag<CodeReader> _idle = [];
    private readonly CodeOptions _options;
    private readonly CodeJudge _judge;
    private volatile bool _disposed;

    private CodeDetector(CodeOptions options) => (_options, _judge) = (options, new CodeJudge(options));

    public string Name => DetectorName;

    public IReadOnlySet<string> RiskTypes => Served;

    public IReadOnlySet<string> BusinessTypes => FrozenSet<string>.Empty;

    /// <summary>Looks for libzbar on this machine.</summary>
    /// <param name="options">Null: the default ones.</param>
    /// <param name="library">The file to load, by the loader's rules.</param>
    public static InstalledDetector Find(CodeOptions? options = null, string library = ZBar.Library)
    {
        var (detector, detail) = Probe(options ?? new CodeOptions(), library);
        return new InstalledDetector(DetectorName, Served, FrozenSet<string>.Empty, detail) { Detector = detector, Cost = TimeSpan.FromMilliseconds(10) };
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(
        IReadOnlyList<Picture> pictures,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var findings = new IReadOnlyList<Finding>[pictures.Count];
        var reader = _idle.TryTake(out var idle) ? idle : new CodeReader(_options.BarCodes);
        try
        {
            for (var i = 0; i < findings.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                findings[i] = Detect(reader, pictures[i]);
            }
        }
        finally
        {
            Return(reader);
        }

        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(findings);
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private IReadOnlyList<Finding> Detect(CodeReader reader, Picture picture)
    {
        var symbols = reader.Read(picture.Luma.Span, picture.Width, picture.Height);
        return symbols.Count == 0 ? [] : [.. symbols.Select(symbol => _judge.Judge(symbol with { Location = picture.ToFrame(symbol.Location) })).OfType<Finding>()];
    }

    private static (CodeDetector? Detector, string Detail) Probe(CodeOptions options, string library)
    {
        if (!NativeLibrary.TryLoad(library, out _))
        {
            return (null, $"{library} was not found: install the package libzbar0");
        }

        try
        {
            _ = ZBar.Version(out var major, out var minor, out var patch);
            var detector = new CodeDetector(options);
            detector.Return(new CodeReader(options.BarCodes));
            return (detector, $"libzbar {major}.{minor}.{patch}");
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
        {
            return (null, $"{library} does not work: {failure.Message}");
        }
    }

    private void Return(CodeReader reader)
    {
        _idle.Add(reader);
        if (_disposed)
        {
            Dispose();
        }
    }
}
