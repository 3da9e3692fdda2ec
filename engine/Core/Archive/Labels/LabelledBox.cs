using Sluice.Abstractions;

namespace Sluice.Core.Archive.Labels;

/// <summary>An object as an annotator left it, with what the model had said.</summary>
/// <param name="Change">What was done.</param>
/// <param name="Label">The class now; that of the model for a removed one.</param>
/// <param name="Box">Where now; where the model had it for a removed one.</param>
/// <param name="Was">What the model had said; null for an added one.</param>
internal sealed record LabelledBox(BoxChange Change, string Label, BoundingBox Box, ArchivedBox? Was);
