namespace Sluice.Core.Config.Checks;

/// <summary>One rule a graph must keep, beyond the types of its values.</summary>
internal interface IGraphRule
{
    /// <summary>Adds what breaks the rule; leaves alone what another rule has found faulty already.</summary>
    void Check(GraphDraft draft);
}
