using System.Runtime.InteropServices;

namespace Sluice.Server.Speech.Pocketsphinx;

/// <summary>The calls of libpocketsphinx and libsphinxbase (5prealpha) that recognising takes.</summary>
internal static unsafe partial class PocketsphinxLibrary
{
    public const string File = "libpocketsphinx.so.3";

    private const string Base = "libsphinxbase.so.3";

    /// <summary>All options that a decoder has.</summary>
    [LibraryImport(File, EntryPoint = "ps_args")]
    public static partial nint Options();

    /// <param name="before">Zero: a new configuration.</param>
    /// <param name="options">As <see cref="Options"/> gives them.</param>
    /// <param name="count">Of the arguments.</param>
    /// <param name="arguments">The first is passed over, as a program's name.</param>
    /// <param name="strict">1: an unknown option is an error.</param>
    /// <returns>Zero: an error.</returns>
    [LibraryImport(Base, EntryPoint = "cmd_ln_parse_r")]
    public static partial nint Configure(nint before, nint options, int count, byte** arguments, int strict);

    /// <returns>Zero: the model cannot be loaded.</returns>
    [LibraryImport(File, EntryPoint = "ps_init")]
    public static partial nint Create(nint configuration);

    [LibraryImport(File, EntryPoint = "ps_free")]
    public static partial int Free(nint decoder);

    [LibraryImport(File, EntryPoint = "ps_start_utt")]
    public static partial int Begin(nint decoder);

    [LibraryImport(File, EntryPoint = "ps_process_raw")]
    public static partial int Process(nint decoder, short* samples, nuint count, int withoutSearch, int isWhole);

    [LibraryImport(File, EntryPoint = "ps_end_utt")]
    public static partial int End(nint decoder);

    /// <returns>The decoder's own text; zero: nothing.</returns>
    [LibraryImport(File, EntryPoint = "ps_get_hyp")]
    public static partial nint Text(nint decoder, int* score);
}
