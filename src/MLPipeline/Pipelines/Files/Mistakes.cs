using System.Globalization;

namespace MLPipeline.Pipelines;

/// <summary>Collects what is wrong with a file, so that the user hears all of it at once.</summary>
internal sealed class Mistakes(string fileName)
{
    private readonly List<(int Line, string Text)> _found = [];

    public void Add(int line, string path, string text)
    {
        var key = path.Length == 0 ? "" : path + ": ";
        _found.Add((line, string.Create(CultureInfo.InvariantCulture, $"{fileName}:{line}: {key}{text}")));
    }

    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw new PipelineFileException(_found.OrderBy(m => m.Line).Select(m => m.Text).ToArray());
        }
    }
}
