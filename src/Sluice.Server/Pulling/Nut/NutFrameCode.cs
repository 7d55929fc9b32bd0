namespace Sluice.Server.Pulling.Nut;

/// <summary>What the first byte of a packet stands for: a row of the table in the main header.</summary>
internal readonly record struct NutFrameCode(
    NutFrameFlags Flags, int StreamId, long PtsDelta, int SizeMul, int SizeLsb, int ReservedCount, int HeaderIndex)
{
    public static NutFrameCode Invalid { get; } = new(NutFrameFlags.Invalid, 0, 0, 0, 0, 0, 0);
}
