namespace Sluice.Core.Stages.Decode;

/// <summary>Tells a reader whose native call came back too late that its source went on without it: it has to leave everything alone.</summary>
internal sealed class ReaderAbandonedException() : Exception("The source went on without this reader.");
