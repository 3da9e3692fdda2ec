using System.Globalization;
using System.Text;
using Sluice.Core.Archive.Catalog;

namespace Sluice.Core.Archive.Export;

/// <summary>YOLO: a line an object, <c>CLASS X Y WIDTH HEIGHT</c> as shares of the picture, and data.yaml that names the classes.</summary>
internal static class YoloFiles
{
    /// <summary>A picture's labels.</summary>
    public static string LabelsOf(CatalogEntry entry, IReadOnlyList<string> labels)
    {
        var text = new StringBuilder();
        var known = entry.Keyframe;
        foreach (var box in entry.Boxes)
        {
            var inside = box.Box.Clip(known.Width, known.Height);
            if (inside.Area <= 0) continue;
            var id = labels.TakeWhile(label => label != box.Label).Count();
            text.Append(CultureInfo.InvariantCulture, $"{id} {Share(inside.X1 + inside.X2, 2 * known.Width)} {Share(inside.Y1 + inside.Y2, 2 * known.Height)} {Share(inside.Width, known.Width)} {Share(inside.Height, known.Height)}\n");
        }

        return text.ToString();
    }

    /// <summary>The data set's description.</summary>
    public static string DataOf(IReadOnlyList<string> labels)
    {
        var text = new StringBuilder("path: .\ntrain: images/train\nval: images/val\nnames:\n");
        for (var i = 0; i < labels.Count; i++) text.Append(CultureInfo.InvariantCulture, $"  {i}: \"{labels[i].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n");
        return text.ToString();
    }

    private static string Share(float value, float of) => (value / of).ToString("0.000000", CultureInfo.InvariantCulture);
}
