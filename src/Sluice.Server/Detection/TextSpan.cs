namespace Sluice.Server.Detection;

/// <summary>A part of a text as it was read or heard, in Unicode code points.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The one after the last.</param>
internal readonly record struct TextSpan(int From, int To);
