using Microsoft.Extensions.Logging;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>
/// The faces that are known: of the pictures in a folder, a file or a folder of files for each person. Read in the background when it is
/// first asked for, and again where files have changed; meanwhile what was known before is known. A picture that shows no face is named in
/// the log and left out.
/// </summary>
internal sealed partial class FaceGallery(string folder, PortraitReader reader, TimeProvider time, ILogger<FaceGallery> logger) : IDisposable
{
    /// <summary>How long a change may go unnoticed.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>More are left out: each costs 4 KB of memory, and 1 µs for each face that is looked at.</summary>
    public const int MostPictures = 10_000;

    /// <summary>Of a picture.</summary>
    public const int MostBytes = 32 << 20;

    private static readonly HashSet<string> Kinds = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp" };

    // Folders that belong to others, such as lost+found, are none of persons.
    private static readonly EnumerationOptions WhatCanBeRead = new() { IgnoreInaccessible = true };

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogThrottle _throttle = new(time);
    private Dictionary<GalleryFile, KnownFace?> _files = [];
    private IReadOnlyList<KnownFace> _faces = [];
    private long? _lookedAt;

    /// <summary>What is in the background; complete when nothing is.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>It was looked through once.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Those that are known by now. Never waits.</summary>
    public IReadOnlyList<KnownFace> Faces
    {
        get
        {
            lock (_lock)
            {
                if (Reading.IsCompleted && !_stopping.IsCancellationRequested
                    && (_lookedAt is not { } at || time.GetElapsedTime(at) >= LookEvery))
                {
                    _lookedAt = time.GetTimestamp();
                    Reading = Task.Run(Look);
                }

                return _faces;
            }
        }
    }

    /// <summary>Whose face it is, and how similar it is to the one that is known; null: nobody's who is known.</summary>
    /// <param name="faces">Those that are known.</param>
    /// <param name="descriptor">Of the face.</param>
    /// <param name="from">How similar it must be at least.</param>
    public static (string Name, float Similarity)? Match(IReadOnlyList<KnownFace> faces, float[] descriptor, double from)
    {
        (string Name, float Similarity)? best = null;
        foreach (var known in faces)
        {
            var similarity = FaceReader.Similarity(known.Descriptor, descriptor);
            if (similarity >= from && !(best?.Similarity >= similarity))
            {
                best = (known.Name, similarity);
            }
        }

        return best;
    }

    /// <summary>Ends what is in the background.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopping.Cancel();
        }
    }

    private void Look()
    {
        try
        {
            var files = List();
            if (files.Count != _files.Count || files.Exists(file => !_files.ContainsKey(file)))
            {
                Read(files);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Nobody asks any more.
        }
        catch (ModelException)
        {
            // The model has told of it. What is missing is read at the next look.
        }
        catch (Exception failure)
        {
            // Whatever it is, the next look may do better.
            if (_throttle.TryPass(out _))
            {
                LogUnreadable(folder, failure.Message);
            }
        }
        finally
        {
            IsRead = true;
        }
    }

    private List<GalleryFile> List()
    {
        var root = new DirectoryInfo(folder);
        List<GalleryFile> files =
        [
            .. root.EnumerateFiles("*", WhatCanBeRead).Select(file => GalleryFile.Of(file, Path.GetFileNameWithoutExtension(file.Name))),
            .. root.EnumerateDirectories().Where(person => person.Name[0] != '.').SelectMany(person =>
                person.EnumerateFiles("*", WhatCanBeRead).Select(file => GalleryFile.Of(file, person.Name))),
        ];
        files.RemoveAll(file => Path.GetFileName(file.Path)[0] == '.' || !Kinds.Contains(Path.GetExtension(file.Path)));
        if (files.Count > MostPictures)
        {
            if (_throttle.TryPass(out _))
            {
                LogTooMany(folder, files.Count, MostPictures);
            }

            files.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
            files.RemoveRange(MostPictures, files.Count - MostPictures);
        }

        return files;
    }

    private void Read(List<GalleryFile> files)
    {
        // What did not change is not read again, also where it had no face.
        var before = _files;
        var read = files.ToDictionary(file => file, file => before.TryGetValue(file, out var face) ? face : TryRead(file));
        KnownFace[] faces = [.. read.Values.OfType<KnownFace>()];
        lock (_lock)
        {
            (_files, _faces) = (read, faces);
        }

        LogRead(folder, faces.Length, read.Count - faces.Length);
    }

    private KnownFace? TryRead(GalleryFile file)
    {
        _stopping.Token.ThrowIfCancellationRequested();
        try
        {
            if (file.Length > MostBytes)
            {
                throw new PictureException($"it has {file.Length} bytes: at most {MostBytes}");
            }

            return new KnownFace(file.Person, reader.Read(File.ReadAllBytes(file.Path), _stopping.Token));
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ModelException))
        {
            LogSkipped(file.Path, failure.Message);
            return null;
        }
    }
}
