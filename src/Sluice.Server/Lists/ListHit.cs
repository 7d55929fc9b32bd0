namespace Sluice.Server.Lists;

/// <summary>That something that was found is on a list.</summary>
/// <param name="List">Which.</param>
/// <param name="Entry">Its entry: the word, the person, the picture's hash; of hosts the one that was found, which may be below the entry.</param>
internal sealed record ListHit(ListMeaning List, string Entry);
