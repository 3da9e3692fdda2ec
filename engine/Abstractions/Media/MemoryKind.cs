namespace Sluice.Abstractions;

/// <summary>Where a picture's samples live.</summary>
public enum MemoryKind
{
    /// <summary>The process's own memory.</summary>
    Host,

    /// <summary>A CUDA device's memory: its planes cannot be read from here.</summary>
    Cuda,
}
