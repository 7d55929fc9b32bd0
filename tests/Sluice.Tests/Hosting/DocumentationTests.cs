using System.Reflection;
using System.Text.RegularExpressions;
using Sluice.Server.Hosting;

namespace Sluice.Tests.Hosting;

/// <summary>What the documentation says is there, is there.</summary>
public sealed partial class DocumentationTests
{
    internal static readonly string Root = FindRoot();

    [Fact]
    public void Every_setting_is_in_the_table_of_settings_and_no_other()
    {
        var documented = SettingRow().Matches(File.ReadAllText(Path.Combine(Root, "docs", "operations.md")))
            .Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        var real = typeof(ServerBuilder).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue()))
            .Where(options => options.Section is not null)
            .SelectMany(options => options.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
                .Select(property => $"{options.Section}:{property.Name}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(real, documented);
    }

    [Fact]
    public void Every_relative_link_of_a_page_leads_somewhere()
    {
        var pages = Directory.GetFiles(Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories));
        var broken = pages.SelectMany(page => Link().Matches(File.ReadAllText(page))
            .Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains(':') && !link.StartsWith('#'))
            .Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link.Split('#')[0])))
            .Select(link => $"{Path.GetFileName(page)}: {link}"));
        Assert.Empty(broken);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sluice.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository's root");
        }

        return folder;
    }

    [GeneratedRegex(@"^\| `(Sluice:[A-Za-z:]+?)(?::0…)?` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
