namespace Sluice.Abstractions;

/// <summary>What a classifier said of an object.</summary>
/// <param name="Name">What was asked, <c>snake_case</c>, such as <c>color</c>; a stage's id unless the graph names it.</param>
/// <param name="Value">The class's label.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
/// <param name="Model">Id of the model that said so.</param>
public sealed record ObjectAttribute(string Name, string Value, float Score, string Model);
