using System.Globalization;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// Which table and columns the rows in a spool are of. They are written beside the spool, so that a newer program can still send the rows
/// of an older one. Not thread-safe.
/// </summary>
internal sealed class RowLayouts
{
    private readonly Dictionary<uint, RowLayout> _known = [];

    /// <summary>Reads the layouts of a spool's folder and adds those of this program.</summary>
    /// <param name="folder">The spool's folder; it is there.</param>
    public static RowLayouts Open(string folder)
    {
        var layouts = new RowLayouts();
        var path = Path.Combine(folder, "layouts.tsv");
        if (File.Exists(path))
        {
            foreach (var line in File.ReadAllLines(path))
                if (line.Split('\t') is [var hex, var table, var columns] && uint.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var id))
                    layouts._known.TryAdd(id, new(id, table, columns));
        }

        var before = layouts._known.Count;
        foreach (var table in Table.All) layouts._known.TryAdd(table.Layout, new(table.Layout, table.Name, table.Columns));
        if (layouts._known.Count == before) return layouts;
        // Whole or not at all: rows that nobody can name could not be sent.
        File.WriteAllLines(path + ".new", layouts._known.Values.Select(layout => $"{layout.Id:x8}\t{layout.Table}\t{layout.Columns}"));
        File.Move(path + ".new", path, overwrite: true);
        return layouts;
    }

    /// <summary>All of them.</summary>
    public IEnumerable<RowLayout> All => _known.Values;

    /// <summary>The layout with an id; null when there is none.</summary>
    public RowLayout? Find(uint id) => _known.GetValueOrDefault(id);
}
