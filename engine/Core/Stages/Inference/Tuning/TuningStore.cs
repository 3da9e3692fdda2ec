using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sluice.Core.Stages.Inference.Tuning;

/// <summary>Keeps what was measured of models, a small file for each model and machine.</summary>
/// <param name="folder">Absolute path; made when needed.</param>
/// <param name="machine">Tells this machine, asked when there is a record to compare; null for <see cref="MachineIdentity"/>.</param>
public sealed class TuningStore(string folder, Func<string>? machine = null)
{
    /// <summary>How records are written.</summary>
    public static JsonSerializerOptions Form { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Lazy<string> _machine = new(machine ?? MachineIdentity.Current);

    /// <summary>This machine; records of others are kept and not used.</summary>
    public string Machine => _machine.Value;

    /// <summary>The file of a model on this machine, whether or not it is there.</summary>
    /// <param name="model">SHA-256 of the ONNX file, lower-case hexadecimal.</param>
    public string PathOf(string model)
        => Path.Combine(folder, $"{model[..16]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Machine)))[..12]}.json");

    /// <summary>What was measured of a model on this machine.</summary>
    /// <param name="model">SHA-256 of the ONNX file, lower-case hexadecimal.</param>
    /// <returns>Null when nothing was, or the file cannot be read: a cache never keeps a graph from running.</returns>
    public TuningRecord? Find(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        try
        {
            var path = PathOf(model);
            if (!File.Exists(path)) return null;
            var record = JsonSerializer.Deserialize<TuningRecord>(File.ReadAllText(path), Form);
            return record is { Version: 1, Results.IsDefaultOrEmpty: false } && record.Model == model && record.Machine == Machine
                && record.Results.All(static r => r.Shape is { Batch: > 0, Threads: > 0, Runs: > 0 }) ? record : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>What was measured of the model in a file.</summary>
    /// <param name="path">The ONNX file; it is read only when there are records at all.</param>
    /// <returns>Null when nothing was, or the model cannot be read.</returns>
    public TuningRecord? FindFor(string path)
    {
        try
        {
            if (!Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*.json").Any()) return null;
            using var file = File.OpenRead(path);
            return Find(Convert.ToHexStringLower(SHA256.HashData(file)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a record in place of an earlier one.</summary>
    /// <returns>Its file.</returns>
    public string Save(TuningRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Directory.CreateDirectory(folder);
        var path = PathOf(record.Model);
        var half = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(half, JsonSerializer.Serialize(record, Form));
        File.Move(half, path, overwrite: true);
        return path;
    }
}
