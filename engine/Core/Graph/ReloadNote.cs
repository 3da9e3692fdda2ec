namespace Sluice.Core.Graph;

/// <summary>One thing that a later version of a graph changed, or could not.</summary>
/// <param name="IsDone">Whether it was done.</param>
/// <param name="Text">The line a user sees, with its place; holds no secret.</param>
public sealed record ReloadNote(bool IsDone, string Text);
