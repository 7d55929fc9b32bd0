namespace Sluice.Server.Detection;

/// <summary>Kinds of findings that more than their detector knows.</summary>
internal static class FindingKinds
{
    /// <summary>A face; its name is whose it is, where that is known.</summary>
    public const string Face = "face";

    /// <summary>How old a face looks; the name says which group.</summary>
    public const string Age = "age";

    /// <summary>Of a face; the name says which.</summary>
    public const string Gender = "gender";

    /// <summary>A human being, whole or in part.</summary>
    public const string Person = "person";

    /// <summary>Any other thing; the name says what.</summary>
    public const string Object = "object";

    public static bool IsOfPeople(string kind) => kind is Face or Age or Gender or Person;
}
