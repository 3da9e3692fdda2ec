using System.Collections.Immutable;

namespace Sluice.Core.Evaluation;

/// <summary>All that is true of one picture.</summary>
/// <param name="Name">File name of an image; null for a frame of a video.</param>
/// <param name="Frame">Index of a frame of a video, from 0; place in the list for images.</param>
/// <param name="Boxes">Its objects.</param>
public sealed record TruthPicture(string? Name, long Frame, ImmutableArray<TruthBox> Boxes);
