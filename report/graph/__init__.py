"""The picture of a cluster from its spec alone: parts and connections, as SVG, HTML and Mermaid."""
