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
            .SelectMany(options => Settings($"{options.Section}", options.Type))
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

    [Fact]
    public void Every_promise_names_tests_and_benchmarks_that_are_there()
    {
        var promises = File.ReadAllText(Path.Combine(Root, "docs", "promises.md"));
        var tests = Directory.GetFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories);
        var benchmarks = File.ReadAllText(Path.Combine(Root, "bench", "Sluice.Benchmarks", "Program.cs"));

        var filters = Filter().Matches(promises).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(filters);
        Assert.DoesNotContain(filters, filter => !tests.Any(path => path.Contains(filter, StringComparison.Ordinal)));
        var measured = Benchmark().Matches(promises).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(measured);
        Assert.DoesNotContain(measured, name => !benchmarks.Contains($"[\"{name}\"]", StringComparison.Ordinal));
    }

    /// <summary>Those of sections within a section stand under its name, or under <c>NAME</c> or <c>N</c> where there are any number of them.</summary>
    private static IEnumerable<string> Settings(string section, Type options) => options
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .SelectMany(property => (property.PropertyType, Key: $"{section}:{property.Name}") switch
        {
            ({ IsGenericType: true } type, var key) when type.GetGenericTypeDefinition() == typeof(Dictionary<,>) =>
                Settings($"{key}:NAME", type.GetGenericArguments()[1]),
            ({ IsArray: true } type, var key) when IsSection(type.GetElementType()!) => Settings($"{key}:N", type.GetElementType()!),
            (var type, var key) when IsSection(type) => Settings(key, type),
            (_, var key) => [key],
        });

    private static bool IsSection(Type type) => type.IsClass && type.Assembly == typeof(ServerBuilder).Assembly;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sluice.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository's root");
        }

        return folder;
    }

    [GeneratedRegex(@"^\| `(Sluice:[A-Za-z0-9:]+?)(?::0…)?` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"--filter (\w+)`")]
    private static partial Regex Filter();

    [GeneratedRegex(@"Sluice\.Benchmarks -- (\w+)`")]
    private static partial Regex Benchmark();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
