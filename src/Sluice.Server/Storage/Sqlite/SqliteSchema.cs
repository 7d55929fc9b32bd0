using System.Globalization;
using System.Reflection;

namespace Sluice.Server.Storage.Sqlite;

/// <summary>
/// The schema scripts, numbered from 1 without gaps. <c>PRAGMA user_version</c> holds the number of the last one applied.
/// </summary>
internal static class SqliteSchema
{
    private const string Folder = "Sluice.Server.Storage.Sqlite.Schema.";

    private static readonly List<string> Scripts = Load();

    /// <summary>The newest version that this build knows.</summary>
    public static int Version => Scripts.Count;

    /// <summary>
    /// Brings the schema to <see cref="Version"/>, in one transaction: of two processes that start at once one applies the
    /// scripts, and the other finds them applied.
    /// </summary>
    /// <exception cref="StoreException">The file has a newer schema, or cannot have a write-ahead log.</exception>
    public static void Apply(SqliteSession session)
    {
        var mode = session.First("PRAGMA journal_mode = WAL", reader => reader.GetString(0));
        if (mode != "wal")
            throw new StoreException($"The database cannot use a write-ahead log here: its journal mode stays '{mode}'.");

        if (Read(session) == Version)
            return;

        session.Script("BEGIN IMMEDIATE");
        try
        {
            for (var next = Read(session) + 1; next <= Version; next++)
            {
                session.Script(Scripts[next - 1]);
                session.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {next}"));
            }

            session.Script("COMMIT");
        }
        catch
        {
            if (session.InTransaction)
                session.Script("ROLLBACK");
            throw;
        }
    }

    private static int Read(SqliteSession session)
    {
        var version = (int)session.Number("PRAGMA user_version")!.Value;
        return version <= Version
            ? version
            : throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database has schema version {version}, this build knows versions up to {Version}: use a newer build."));
    }

    private static List<string> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var scripts = new List<string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add(reader.ReadToEnd());
        }

        return scripts;
    }
}
