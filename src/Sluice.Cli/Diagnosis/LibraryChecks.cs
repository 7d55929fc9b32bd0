using System.Runtime.InteropServices;

namespace Sluice.Cli.Diagnosis;

/// <summary>Are the shared libraries there that are loaded at run time?</summary>
internal static class LibraryChecks
{
    public static IReadOnlyList<DoctorCheck> Run() =>
    [
        Check("libzbar", "libzbar.so.0", "QR codes are not found: install the package libzbar0"),
        Check("libmp3lame", "libmp3lame.so.0", "sound cannot be kept as MP3: install the package libmp3lame0"),
    ];

    internal static DoctorCheck Check(string name, string file, string missing)
    {
        if (!NativeLibrary.TryLoad(file, out var handle))
            return new DoctorCheck(name, false, missing);
        NativeLibrary.Free(handle);
        return new DoctorCheck(name, true, file);
    }
}
