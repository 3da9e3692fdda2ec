using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>What became of a model on its golden image.</summary>
/// <param name="Image">The picture, as the card names it.</param>
/// <param name="Rows">What was expected and found.</param>
public sealed record GoldenResult(string Image, ImmutableArray<GoldenRow> Rows)
{
    private const int MostTold = 3;

    /// <summary>Whether all of it was near enough.</summary>
    public bool Passed => Rows.All(row => row.IsMet);

    /// <summary>What differs, in one line; empty when nothing does.</summary>
    public string Differences
    {
        get
        {
            var wrong = Rows.Where(row => !row.IsMet).ToList();
            var more = wrong.Count > MostTold ? $"; and {wrong.Count - MostTold} more" : "";
            return string.Join("; ", wrong.Take(MostTold)) + more;
        }
    }
}
