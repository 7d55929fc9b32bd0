using Sluice.Protocol;
using Sluice.Server.Lists;

namespace Sluice.Server.Api.Lists;

/// <summary>A list as its tenant sees it.</summary>
internal static class ListView
{
    public static ListInfo Of(ListRow list)
    {
        var (settings, isBlack) = (list.Settings, list.Settings.Colour == ListColour.Black);
        var labels = isBlack ? settings.Labels ?? ListLabels.DefaultsOf(settings.Kind) : null;
        return new ListInfo
        {
            Name = list.Name,
            Kind = ListNames.Kinds[(int)settings.Kind],
            Colour = ListNames.Colours[(int)settings.Colour],
            Mode = settings.Kind == ListKind.Words ? ListNames.Modes[(int)settings.Mode] : null,
            Level = isBlack ? settings.Level : null,
            RiskLabel1 = labels?[0],
            RiskLabel2 = labels?[1],
            RiskLabel3 = labels?[2],
            Types = settings.Types.Count == 0 ? null : settings.Types,
            Entries = list.Entries,
            CreatedAt = list.CreatedAt,
            ChangedAt = list.ChangedAt,
        };
    }
}
