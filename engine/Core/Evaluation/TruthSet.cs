using System.Collections.Immutable;

namespace Sluice.Core.Evaluation;

/// <summary>Ground truth for a set of images or a video, its classes matched to a model's labels.</summary>
/// <param name="Pictures">Every picture that the truth speaks of, in order.</param>
/// <param name="LeftOut">Objects whose class the model does not have, by class name; they are not looked at.</param>
public sealed record TruthSet(ImmutableArray<TruthPicture> Pictures, ImmutableSortedDictionary<string, int> LeftOut)
{
    /// <summary>Classes the truth speaks of; null when it speaks of all.</summary>
    public ImmutableArray<int>? Classes { get; init; }

    /// <summary>Whether objects carry a number, so that tracks can be held against them.</summary>
    public bool HasTracks => Pictures.Any(picture => picture.Boxes.Any(box => box.Track != null));

    /// <summary>Reads truth: COCO (<c>.json</c>), MOTChallenge (<c>.txt</c>) or JSON lines (<c>.jsonl</c>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The model's labels.</param>
    /// <exception cref="InvalidDataException">It is none of these, or damaged; says where.</exception>
    public static TruthSet Read(string path, IReadOnlyList<string> labels) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => CocoTruth.Read(path, labels),
        ".txt" => MotTruth.Read(path, labels),
        ".jsonl" => LinesTruth.Read(path, labels),
        var other => throw new InvalidDataException(
            $"'{path}' has the extension '{other}'; truth is COCO (.json), MOTChallenge (.txt) or JSON lines (.jsonl)."),
    };
}
