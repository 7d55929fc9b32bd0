using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Detection.Codes;

/// <summary>A zbar_image_scanner_t.</summary>
internal sealed class ZBarScannerHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        ZBar.DestroyScanner(handle);
        return true;
    }
}
