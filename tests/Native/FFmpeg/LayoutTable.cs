using System.Reflection;
using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

/// <summary>The product's offset tables and constants, read by reflection, under the headers' names.</summary>
internal static class LayoutTable
{
    private const BindingFlags Members = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>(struct, field) to offset for one generation.</summary>
    internal static Dictionary<(string Struct, string Field), int> Offsets(FFmpegGeneration generation) =>
        (from table in typeof(Layout).GetFields(Members)
         let rows = Activator.CreateInstance(table.FieldType, Members, null, [generation], null)
         from row in table.FieldType.GetFields(Members)
         where row.FieldType == typeof(int) && !row.Name.StartsWith('<')
         select (Key: (table.Name, row.Name), Value: (int)row.GetValue(rows)!)).ToDictionary(x => x.Key, x => x.Value);

    /// <summary>C expression to value, for every constant the bindings declare and every named error.</summary>
    internal static Dictionary<string, long> Constants()
    {
        var all = new Dictionary<string, long>();
        foreach (var field in new[] { typeof(AvUtil), typeof(AvCodec), typeof(AvFormat), typeof(SwScale) }.SelectMany(t => t.GetFields(Members)))
            if (field.IsLiteral && field.GetRawConstantValue() is not string) all[field.Name] = Convert.ToInt64(field.GetRawConstantValue());
        foreach (var field in typeof(AvError).GetFields(Members))
            if (field.IsLiteral) all[AvError.Name((int)field.GetRawConstantValue()!)] = (int)field.GetRawConstantValue()!;
        foreach (var level in Enum.GetValues<FFmpegLogLevel>()) all["AV_LOG_" + level.ToString().ToUpperInvariant()] = (int)level;
        foreach (var type in Enum.GetValues<PictureType>()) all["AV_PICTURE_TYPE_" + type.ToString().ToUpperInvariant()] = (int)type;
        return all;
    }
}
