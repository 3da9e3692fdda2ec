using System.Collections.Immutable;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>What a family judges a model by.</summary>
/// <param name="Outputs">All outputs but the card's features, in the model's order.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Height">Rows of the input.</param>
/// <param name="Classes">Number of labels; null when unknown.</param>
/// <param name="Card">The card.</param>
internal sealed record ModelSignature(ImmutableArray<OrtTensorInfo> Outputs, int Width, int Height, int? Classes, ModelCard Card)
{
    /// <summary>Keys and values that the model says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What Ultralytics says the model does, such as <c>detect</c> or <c>pose</c>; null where it says nothing.</summary>
    public string? Task => Metadata.GetValueOrDefault("task");

    /// <summary>Whether the exporter says that no suppression is needed.</summary>
    public bool IsEndToEnd => Metadata.GetValueOrDefault("end2end") == "True";

    /// <summary>Grid cells over strides 8, 16 and 32.</summary>
    public int Cells => OutputShapes.Cells(Width, Height);

    /// <summary>The place of the output the card names, or of the first; -1 where there is no such output.</summary>
    public int Main => Card.Output == null ? (Outputs.IsEmpty ? -1 : 0) : IndexOf(Card.Output);

    /// <summary>The outputs that a family may read: features of the picture are nobody's boxes.</summary>
    /// <param name="all">The model's.</param>
    /// <param name="card">Its card.</param>
    public static ImmutableArray<OrtTensorInfo> Readable(ImmutableArray<OrtTensorInfo> all, ModelCard card)
        => card.Features is { } features ? all.RemoveAll(output => output.Name == features) : all;

    /// <summary>The place of an output; -1 where there is none of that name.</summary>
    /// <param name="name">Compared by case.</param>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Outputs.Length; i++)
            if (Outputs[i].Name == name) return i;
        return -1;
    }

    /// <summary>The place of the first output of so many dimensions; -1 where there is none.</summary>
    public int OfRank(int rank)
    {
        for (var i = 0; i < Outputs.Length; i++)
            if (Outputs[i].Shape.Length == rank) return i;
        return -1;
    }

    /// <summary>The place of the output that the card names, or else of the first of a family's usual names; -1 where there is none.</summary>
    /// <param name="onCard">The card's; null where it names none.</param>
    /// <param name="usual">The family's.</param>
    public int Named(string? onCard, params ReadOnlySpan<string> usual)
    {
        if (onCard != null) return IndexOf(onCard);
        foreach (var name in usual)
            if (IndexOf(name) is >= 0 and var place) return place;
        return -1;
    }

    /// <summary>Some of the outputs, with their declared shapes.</summary>
    /// <param name="places">Their places.</param>
    public OutputSet Declared(ImmutableArray<int> places) => new([.. places.Select(place => Outputs[place])]);

    /// <summary>Outputs in words for a message: <c>output 'dets' is [1,300,4]</c>.</summary>
    /// <param name="places">Which; a default array for all.</param>
    public string Describe(ImmutableArray<int> places)
    {
        var shown = places.IsDefaultOrEmpty ? [.. Enumerable.Range(0, Outputs.Length)] : places;
        return string.Join(", ", shown.Select(place => $"output '{Outputs[place].Name}' is {OutputShapes.Text(Outputs[place].Shape.AsSpan())}"));
    }
}
