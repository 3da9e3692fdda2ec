using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Core.Config;

namespace Sluice.Core.Stages.Inference;

/// <summary>Class names: from a card's list, a file it names, or the metadata that Ultralytics writes into a model.</summary>
internal static partial class ModelLabels
{
    /// <summary>Reads the labels a card gives.</summary>
    /// <param name="model">The model's id, for messages.</param>
    /// <param name="labels">As the card has them.</param>
    /// <param name="folders">Where a relative file is looked for, in order.</param>
    /// <exception cref="ModelException">The file is not there or empty.</exception>
    public static ImmutableArray<string> Read(string model, TextOrList labels, params ReadOnlySpan<string> folders)
    {
        if (labels.Text == null) return labels.Items;
        var tried = new List<string>();
        foreach (var folder in folders)
        {
            var path = Path.GetFullPath(labels.Text, folder);
            if (tried.Contains(path)) continue;
            tried.Add(path);
            if (!File.Exists(path)) continue;
            ImmutableArray<string> read = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
            return read.IsEmpty ? throw new ModelException($"Model '{model}': the labels file '{path}' is empty; it holds one name a line.") : read;
        }

        throw new ModelException($"Model '{model}': there is no labels file '{labels.Text}'; looked for {string.Join(", ", tried)}.");
    }

    /// <summary>
    /// Reads Ultralytics' <c>names</c>, a Python dictionary such as <c>{0: 'person', 1: "bird's nest"}</c>.
    /// </summary>
    /// <param name="metadata">A model's own keys and values.</param>
    /// <returns>The names in order of class id; empty where there are none, or where ids are missing.</returns>
    public static ImmutableArray<string> Embedded(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("names", out var text)) return [];
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (Match entry in Entry().Matches(text))
        {
            if (int.Parse(entry.Groups["id"].ValueSpan, CultureInfo.InvariantCulture) != names.Count) return [];
            names.Add(Regex.Unescape(entry.Groups["name"].Value));
        }

        return names.ToImmutable();
    }

    [GeneratedRegex("""(?<id>\d{1,5})\s*:\s*(?<quote>['"])(?<name>(?:\\.|(?!\k<quote>).)*)\k<quote>""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entry();
}
