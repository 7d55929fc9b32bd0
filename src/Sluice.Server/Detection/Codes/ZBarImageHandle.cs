using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Detection.Codes;

/// <summary>A zbar_image_t.</summary>
internal sealed class ZBarImageHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        ZBar.DestroyImage(handle);
        return true;
    }
}
