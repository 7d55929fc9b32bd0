using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Server.Matching;

internal static class MatchingServices
{
    /// <summary>Needs somebody who gives tenants' lists.</summary>
    public static IServiceCollection AddMatching(this IServiceCollection services) => services.AddSingleton<ITextMatcher, TextMatcher>();
}
