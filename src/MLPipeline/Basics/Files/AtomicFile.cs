namespace MLPipeline.Basics;

/// <summary>Writes a file beside its name and renames it: whoever reads sees the old file or the new one, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> by <paramref name="write"/>, which is given the path to write to.</summary>
    public static void Write(string path, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a text.</summary>
    public static void WriteText(string path, string text) => Write(path, p => File.WriteAllText(p, text));
}
