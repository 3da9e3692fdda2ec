using Sluice.Core.Config;

namespace Sluice.Core.Stages.Inference;

/// <summary>Where a model's files lie.</summary>
internal static class ModelFiles
{
    /// <summary>Where the ONNX file of a model should be, whether or not it is there.</summary>
    /// <param name="config">A folder with <c>model.onnx</c>, or the file itself; as a graph resolved it, where one did.</param>
    /// <param name="baseDirectory">Where a relative path starts.</param>
    public static string PathOf(ModelConfig config, string baseDirectory)
    {
        var path = config.ModelPath.Length > 0 ? config.ModelPath : Path.GetFullPath(config.Path, baseDirectory);
        return Directory.Exists(path) ? Path.Combine(path, "model.onnx") : path;
    }

    /// <summary>The ONNX file of a model.</summary>
    /// <param name="config">A folder with <c>model.onnx</c>, or the file itself; as a graph resolved it, where one did.</param>
    /// <param name="baseDirectory">Where a relative path starts.</param>
    /// <returns>Absolute path of a file that is there.</returns>
    /// <exception cref="ModelException">There is none; says what was looked for.</exception>
    public static string Locate(ModelConfig config, string baseDirectory)
    {
        var path = PathOf(config, baseDirectory);
        return File.Exists(path) ? path : throw new ModelException($"Model '{config.Id}': there is no file '{path}'.");
    }
}
