using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Sluice.Server.Detection.Codes;

/// <summary>Finds QR codes with libzbar: what they say and where they are.</summary>
internal sealed class CodeDetector : IDetector, IDisposable
{
    public const string DetectorName = "codes";

    /// <summary>The kind of its findings.</summary>
    public const string QrCodeKind = "qrcode";

    private static readonly FrozenSet<string> Served = FrozenSet.Create("QRCODE");

    // A scanner costs about 1 MB and some milliseconds to warm up, and takes one caller at a time.
    private readonly ConcurrentBag<ZBarScanner> _idle = [];
    private volatile bool _disposed;

    public string Name => DetectorName;

    public IReadOnlySet<string> RiskTypes => Served;

    public IReadOnlySet<string> BusinessTypes => FrozenSet<string>.Empty;

    /// <summary>Looks for libzbar on this machine.</summary>
    /// <param name="library">The file to load, by the loader's rules.</param>
    public static InstalledDetector Find(string library = ZBar.Library)
    {
        var (detector, detail) = Probe(library);
        return new InstalledDetector(DetectorName, Served, FrozenSet<string>.Empty, detail) { Detector = detector };
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(
        IReadOnlyList<Picture> pictures,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var findings = new IReadOnlyList<Finding>[pictures.Count];
        var scanner = _idle.TryTake(out var idle) ? idle : new ZBarScanner();
        try
        {
            for (var i = 0; i < findings.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                findings[i] = Detect(scanner, pictures[i]);
            }
        }
        finally
        {
            Return(scanner);
        }

        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(findings);
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var scanner))
        {
            scanner.Dispose();
        }
    }

    private static IReadOnlyList<Finding> Detect(ZBarScanner scanner, Picture picture)
    {
        var symbols = scanner.Scan(picture.Luma.Span, picture.Width, picture.Height);
        return symbols.Count == 0 ? [] : [.. symbols.Select(symbol => Found(symbol, picture))];
    }

    private static Finding Found(CodeSymbol symbol, Picture picture) =>
        new(DetectorName, QrCodeKind, 1.0) { Content = symbol.Content, Location = picture.ToFrame(symbol.Location) };

    private static (CodeDetector? Detector, string Detail) Probe(string library)
    {
        if (!NativeLibrary.TryLoad(library, out _))
        {
            return (null, $"{library} was not found: install the package libzbar0");
        }

        try
        {
            _ = ZBar.Version(out var major, out var minor, out var patch);
            var detector = new CodeDetector();
            detector.Return(new ZBarScanner());
            return (detector, $"libzbar {major}.{minor}.{patch}");
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
        {
            return (null, $"{library} does not work: {failure.Message}");
        }
    }

    private void Return(ZBarScanner scanner)
    {
        _idle.Add(scanner);
        if (_disposed)
        {
            Dispose();
        }
    }
}
