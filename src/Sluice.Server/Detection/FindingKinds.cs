namespace Sluice.Server.Detection;

/// <summary>Kinds of findings that more than their detector knows.</summary>
internal static class FindingKinds
{
    /// <summary>A face; its name is whose it is, where that is known.</summary>
    public const string Face = "face";

    /// <summary>A face whose owner is known; the name is the owner's.</summary>
    public const string KnownFace = "known_face";

    /// <summary>A face of the person who is looked for.</summary>
    public const string SameFace = "same_face";

    /// <summary>A face of another person than the one who is looked for.</summary>
    public const string OtherFace = "other_face";

    /// <summary>How old a face looks; the name says which group.</summary>
    public const string Age = "age";

    /// <summary>Of a face; the name says which.</summary>
    public const string Gender = "gender";

    /// <summary>A human being, whole or in part.</summary>
    public const string Person = "person";

    /// <summary>Any other thing; the name says what.</summary>
    public const string Object = "object";

    /// <summary>In sound: somebody speaks.</summary>
    public const string Voice = "voice";

    /// <summary>A line of text on screen: the content is what it says, the probability how sure the reader is. Lines come in reading order.</summary>
    public const string Text = "text";

    /// <summary>In a text: a phone number.</summary>
    public const string Phone = "contact.phone";

    /// <summary>In a text: a mail address.</summary>
    public const string Mail = "contact.mail";

    /// <summary>In a text: an account of a messenger; the name says which: <c>wechat</c>, <c>qq</c>, <c>telegram</c>, <c>whatsapp</c>.</summary>
    public const string Messenger = "contact.messenger";

    /// <summary>In a text: a web address.</summary>
    public const string Link = "link";

    /// <summary>In a text: a price.</summary>
    public const string Price = "price";

    /// <summary>In a text: a word of a built-in list; the name is the list's.</summary>
    public const string Word = "word";

    /// <summary>In a text: a word of one of the tenant's own lists; the name is the list's.</summary>
    public const string ListedWord = "list.word";

    /// <summary>The whole picture looks like one on a list of the tenant's; the name is the list's.</summary>
    public const string ListedPicture = "list.image";

    /// <summary>Read on screen, or found in what was read or said.</summary>
    public static bool IsOfTexts(string kind) => kind is Text or Phone or Mail or Messenger or Link or Price or Word or ListedWord;

    /// <summary>Of a face: several may be of the same one.</summary>
    public static bool IsOfFaces(string kind) => kind is Face or KnownFace or SameFace or OtherFace or Age or Gender;

    public static bool IsOfPeople(string kind) => kind is Person || IsOfFaces(kind);
}
