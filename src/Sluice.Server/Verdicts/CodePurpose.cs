namespace Sluice.Server.Verdicts;

/// <summary>What a code that somebody shows is for.</summary>
internal enum CodePurpose
{
    /// <summary>It leads to a web address that is no contact.</summary>
    Link,

    /// <summary>It says how to reach somebody.</summary>
    Contact,
}
