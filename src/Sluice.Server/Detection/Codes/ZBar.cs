using System.Runtime.InteropServices;

namespace Sluice.Server.Detection.Codes;

/// <summary>The functions of libzbar (LGPL, loaded at run time) that are used here; see its zbar.h.</summary>
internal static partial class ZBar
{
    public const string Library = "libzbar.so.0";

    /// <summary>zbar_symbol_type_t: 0 stands for all of them in a configuration.</summary>
    public const int AllSymbols = 0;
    public const int QrCode = 64;

    /// <summary>zbar_symbol_type_t of what is read beside QR codes: EAN-8, UPC-E, UPC-A, EAN-13, Interleaved 2 of 5, Code 39, 93 and 128.</summary>
    public static readonly int[] BarCodes = [8, 9, 12, 13, 25, 39, 93, 128];

    public static readonly int[] QrCodes = [QrCode];

    /// <summary>A QR code that is one of several which together hold a text, without the others.</summary>
    public const int Partial = 1;

    /// <summary>zbar_config_t.</summary>
    public const int Enable = 0;
    public const int DensityX = 0x100;
    public const int DensityY = 0x101;

    /// <summary>The four letters "Y800": one grey byte a pixel.</summary>
    public const uint Grey = 'Y' | ('8' << 8) | ('0' << 16) | ('0' << 24);

    [LibraryImport(Library, EntryPoint = "zbar_version")]
    public static partial int Version(out uint major, out uint minor, out uint patch);

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_create")]
    public static partial ZBarScannerHandle CreateScanner();

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_destroy")]
    public static partial void DestroyScanner(nint scanner);

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_set_config")]
    public static partial int Configure(ZBarScannerHandle scanner, int symbol, int config, int value);

    [LibraryImport(Library, EntryPoint = "zbar_scan_image")]
    public static partial int Scan(ZBarScannerHandle scanner, ZBarImageHandle image);

    [LibraryImport(Library, EntryPoint = "zbar_image_create")]
    public static partial ZBarImageHandle CreateImage();

    [LibraryImport(Library, EntryPoint = "zbar_image_destroy")]
    public static partial void DestroyImage(nint image);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_format")]
    public static partial void SetFormat(ZBarImageHandle image, CULong fourLetters);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_size")]
    public static partial void SetSize(ZBarImageHandle image, uint width, uint height);

    /// <summary>The image keeps the pointer; without a <paramref name="cleanup"/> it never frees what is there.</summary>
    [LibraryImport(Library, EntryPoint = "zbar_image_set_data")]
    public static unsafe partial void SetData(ZBarImageHandle image, byte* data, CULong length, nint cleanup);

    /// <summary>Belongs to the image, until its next scan.</summary>
    [LibraryImport(Library, EntryPoint = "zbar_image_first_symbol")]
    public static partial nint FirstSymbol(ZBarImageHandle image);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_next")]
    public static partial nint NextSymbol(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_type")]
    public static partial int SymbolType(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data")]
    public static unsafe partial byte* SymbolData(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data_length")]
    public static partial uint SymbolDataLength(nint symbol);

    /// <summary>Of a bar code: how many lines read the same.</summary>
    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_quality")]
    public static partial int SymbolQuality(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_size")]
    public static partial uint SymbolPoints(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_x")]
    public static partial int SymbolX(nint symbol, uint point);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_y")]
    public static partial int SymbolY(nint symbol, uint point);
}
