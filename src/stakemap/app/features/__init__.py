"""The features of the application, one package each with panel, actions and derived state; none imports
another.
"""
