namespace Sluice.Models;

/// <summary>The files are not a model that can be imported: damaged, cut off, or with an operation that is not known.</summary>
internal sealed class ModelImportException(string message) : Exception(message);
