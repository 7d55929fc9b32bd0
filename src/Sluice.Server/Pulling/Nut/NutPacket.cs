using System.Buffers;

namespace Sluice.Server.Pulling.Nut;

/// <summary>A packet in a buffer rented from <see cref="ArrayPool{T}.Shared"/>, which belongs to who gets the packet.</summary>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Pts">When it is to be shown or heard.</param>
/// <param name="Buffer">Holds the packet from its beginning.</param>
/// <param name="Length">How much of the buffer is the packet, in bytes.</param>
internal readonly record struct NutPacket(NutStream Stream, TimeSpan Pts, byte[] Buffer, int Length);
