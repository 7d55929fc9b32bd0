namespace Sluice.Server.Lists;

/// <summary>What a list holds. Stored as a number.</summary>
internal enum ListKind
{
    /// <summary>Words and phrases, looked for in what is read on screen and heard.</summary>
    Words,

    /// <summary>Hosts, each with those below it, that codes and addresses in texts lead to.</summary>
    Hosts,

    /// <summary>What pictures look like (<see cref="Detection.PictureHash"/>), as 16 hexadecimal digits.</summary>
    Images,

    /// <summary>Names of persons of the gallery.</summary>
    Faces,
}
