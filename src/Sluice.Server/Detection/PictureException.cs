namespace Sluice.Server.Detection;

/// <summary>The bytes are not a picture that can be judged: not a JPEG, damaged, cut off, or too large.</summary>
internal sealed class PictureException(string message) : Exception(message);
